// Enhancements only: without this script the menu stays open and every page is whole.
(function () {
  "use strict";
  document.documentElement.classList.add("js");

  document.addEventListener("DOMContentLoaded", function () {
    foldingMenu();
    reachableTables();
  });

  // The menu folds on small screens; its parts close with Escape or a click elsewhere.
  function foldingMenu() {
    var menu = document.getElementById("_menu");
    var button = document.querySelector(".menu-bouton");
    if (!menu || !button) return;

    function unfold(open) {
      button.setAttribute("aria-expanded", String(open));
      menu.classList.toggle("ouvert", open);
    }

    button.addEventListener("click", function () {
      unfold(button.getAttribute("aria-expanded") !== "true");
    });

    document.addEventListener("click", function (event) {
      // The link « Aller au menu » must lead to a menu that is open.
      if (event.target.closest("a[href='#_menu']")) unfold(true);
      var inside = event.target.closest("#_menu details");
      menu.querySelectorAll("details[open]").forEach(function (details) {
        if (details !== inside) details.open = false;
      });
    });

    document.addEventListener("keydown", function (event) {
      if (event.key !== "Escape") return;
      var open = menu.querySelector("details[open]");
      if (open) {
        open.open = false;
        open.querySelector("summary").focus();
      } else if (button.getAttribute("aria-expanded") === "true") {
        unfold(false);
        button.focus();
      }
    });
  }

  // A table wider than the screen scrolls: the keyboard must reach it too.
  function reachableTables() {
    function update() {
      document.querySelectorAll(".tableau, pre").forEach(function (box) {
        if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
        else box.removeAttribute("tabindex");
      });
    }
    update();
    window.addEventListener("resize", update);
  }
})();

// The menu folds on small screens. Without this script it stays open: nothing is lost.
(function () {
  "use strict";
  var root = document.documentElement;
  root.classList.add("js");

  document.addEventListener("DOMContentLoaded", function () {
    var menu = document.getElementById("_menu");
    var button = document.querySelector(".menu-bouton");
    if (!menu || !button) return;

    function unfold(open) {
      button.setAttribute("aria-expanded", String(open));
      menu.classList.toggle("ouvert", open);
    }

    function closeAll(except) {
      menu.querySelectorAll("details[open]").forEach(function (details) {
        if (details !== except) details.open = false;
      });
    }

    button.addEventListener("click", function () {
      unfold(button.getAttribute("aria-expanded") !== "true");
    });

    // The link « Aller au menu » must lead to a menu that is open.
    document.addEventListener("click", function (event) {
      var link = event.target.closest("a[href='#_menu']");
      if (link) unfold(true);
      closeAll(event.target.closest("#_menu details"));
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
  });
})();

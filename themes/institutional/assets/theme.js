// Enhancements only: without this script the menu stays open and every page is whole.
(function () {
  "use strict";
  document.documentElement.classList.add("js");

  document.addEventListener("DOMContentLoaded", function () {
    foldingMenu();
    reachableTables();
    stateOfTheDay();
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

  // « Ouvert aujourd’hui jusqu’à 17 h 30 », beside hours that are told in full. The rules are
  // those of ground/hours/rules.py; the clock is France's, wherever the reader is.
  function stateOfTheDay() {
    var places = document.querySelectorAll("[data-horaires]");
    if (!places.length) return;

    function update() {
      var now = inParis(new Date());
      places.forEach(function (place) {
        var state = stateAt(JSON.parse(place.dataset.horaires), now);
        place.textContent = inWords(state, now, place.dataset.mots.split("|"));
        place.classList.toggle("ouvert", state.open);
        place.hidden = false;
      });
    }
    try {
      update();
    } catch (unable) {
      return; // No time zones in this browser: the hours stay, told in full.
    }
    document.addEventListener("visibilitychange", update);
    window.setInterval(update, 60000);
  }

  var DAY = 86400000;

  // A day is its midnight in UTC, so that days follow each other every 24 hours.
  function inParis(instant) {
    var part = {};
    new Intl.DateTimeFormat("en-GB", {
      timeZone: "Europe/Paris", hourCycle: "h23",
      year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric"
    }).formatToParts(instant).forEach(function (one) { part[one.type] = Number(one.value); });
    return {
      day: Date.UTC(part.year, part.month - 1, part.day),
      minute: part.hour * 60 + part.minute
    };
  }

  // Whether it is open, and when (day, minute) it closes or opens next; no day: not within 60.
  function stateAt(rules, now) {
    var today = intervals(rules, now.day);
    for (var i = 0; i < today.length; i++) {
      if (now.minute < today[i][0]) return { open: false, day: now.day, minute: today[i][0] };
      if (now.minute < today[i][1]) return closing(rules, now.day, today[i][1]);
    }
    for (var ahead = 1; ahead <= 60; ahead++) {
      var next = intervals(rules, now.day + ahead * DAY);
      if (next.length) return { open: false, day: now.day + ahead * DAY, minute: next[0][0] };
    }
    return { open: false };
  }

  // Open until midnight, and from midnight on the next day: it closes when that ends.
  function closing(rules, day, end) {
    for (var ahead = 0; ahead < 60; ahead++) {
      var next = intervals(rules, day + DAY);
      if (end < 1440 || !next.length || next[0][0] > 0) return { open: true, day: day, minute: end };
      day += DAY;
      end = next[0][1];
    }
    return { open: true };
  }

  function intervals(rules, day) {
    var found = [];
    plages(rules, day).forEach(function (plage) {
      if (applies(plage, day)) found = found.concat(plage[0]);
    });
    found.sort(function (one, other) { return one[0] - other[0] || one[1] - other[1]; });
    return found.reduce(function (merged, interval) {
      var last = merged[merged.length - 1];
      if (last && interval[0] <= last[1]) last[1] = Math.max(last[1], interval[1]);
      else merged.push(interval.slice());
      return merged;
    }, []);
  }

  function plages(rules, day) {
    var weekday = (new Date(day).getUTCDay() + 6) % 7;
    if (rules[2].some(function (closure) { return within(closure, day); })) return [];
    if (rules[3] && holiday(day)) return rules[3];
    for (var i = rules[1].length - 1; i >= 0; i--) {
      if (within(rules[1][i], day)) return rules[1][i][2][weekday];
    }
    return rules[0][weekday];
  }

  function applies(plage, day) {
    var number = new Date(day).getUTCDate();
    var rank = Math.floor((number - 1) / 7) + 1;
    var last = new Date(day + 7 * DAY).getUTCDate() <= 7;
    if (plage[2] !== -1 && week(day) % 2 !== plage[2]) return false;
    return !plage[1].length || plage[1].includes(rank) || (last && plage[1].includes(-1));
  }

  // ISO 8601's week: that of its Thursday.
  function week(day) {
    var thursday = day + (3 - (new Date(day).getUTCDay() + 6) % 7) * DAY;
    return Math.floor((thursday - Date.UTC(new Date(thursday).getUTCFullYear(), 0, 1)) / DAY / 7) + 1;
  }

  function within(stretch, day) {
    var date = new Date(day);
    var here = (date.getUTCMonth() + 1) * 100 + date.getUTCDate();
    if (stretch[0] > 9999) here += date.getUTCFullYear() * 10000;
    return stretch[0] <= stretch[1]
      ? stretch[0] <= here && here <= stretch[1]
      : here >= stretch[0] || here <= stretch[1];
  }

  // Code du travail, L3133-1: eight fixed days, and three that follow Easter (Meeus' rule).
  function holiday(day) {
    var date = new Date(day);
    var fixed = (date.getUTCMonth() + 1) * 100 + date.getUTCDate();
    if ([101, 501, 508, 714, 815, 1101, 1111, 1225].includes(fixed)) return true;
    var year = date.getUTCFullYear(), a = year % 19, b = Math.floor(year / 100), c = year % 100;
    var h = (19 * a + b - (b >> 2) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
    var l = (32 + 2 * (b % 4) + 2 * (c >> 2) - h - c % 4) % 7;
    var n = h + l - 7 * Math.floor((a + 11 * h + 22 * l) / 451) + 114;
    var easter = Date.UTC(year, Math.floor(n / 31) - 1, n % 31 + 1);
    return [1, 39, 50].includes((day - easter) / DAY);
  }

  // The words are the page's (`data-mots`); days and months are told by the browser.
  function inWords(state, now, words) {
    if (state.day === undefined) return words[state.open ? 0 : 3];
    var date = new Date(state.day);
    var hour = state.minute === 1440 ? words[7]
      : Math.floor(state.minute / 60) + "\u00a0h" +
        (state.minute % 60 ? "\u00a0" + String(state.minute % 60).padStart(2, "0") : "");
    var ahead = (state.day - now.day) / DAY;
    var form = state.open ? (ahead ? 1 : 2) : ahead > 1 ? 6 : 4 + ahead;
    var day = date.toLocaleDateString(document.documentElement.lang, ahead < 7
      ? { timeZone: "UTC", weekday: "long" }
      : { timeZone: "UTC", weekday: "long", day: "numeric", month: "long" });
    return words[form].replace("{heure}", hour).replace("{jour}", day);
  }
})();

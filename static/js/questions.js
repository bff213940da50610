// What was on this screen for a second: told once, as a bare number, and kept on this device.
(function () {
  "use strict";

  function remembered(name) {
    try {
      return new Set(JSON.parse(localStorage.getItem(name) || "[]"));
    } catch (_error) {
      return new Set();
    }
  }

  function remember(name, ids) {
    try {
      localStorage.setItem(name, JSON.stringify(Array.from(ids).slice(-1000)));
    } catch (_error) {
      // Without a store everything is new each time; nothing else changes.
    }
  }

  // --- Phones --------------------------------------------------------------------------------
  var ON_SCREEN_MS = 1000;
  var TELL_EVERY_MS = 3000;

  function watch(list) {
    var name = "offsite-seen:" + list.dataset.fresh;
    var seen = remembered(name);
    var untold = [];
    var timers = new Map();

    // New to this device first; what it has shown before keeps its order behind.
    Array.from(list.children)
      .filter(function (card) {
        return seen.has(card.dataset.question);
      })
      .forEach(function (card) {
        list.append(card);
      });

    function note(card) {
      var id = card.dataset.question;
      observer.unobserve(card);
      if (seen.has(id)) return;
      seen.add(id);
      untold.push(id);
      remember(name, seen);
    }

    function tell() {
      if (!untold.length) return;
      var body = new FormData();
      untold.splice(0, 50).forEach(function (id) {
        body.append("id", id);
      });
      body.append("csrf_token", document.querySelector("meta[name=csrf-token]").content);
      navigator.sendBeacon(list.dataset.seenUrl, body);
    }

    var observer = new IntersectionObserver(
      function (entries) {
        entries.forEach(function (entry) {
          clearTimeout(timers.get(entry.target));
          if (entry.isIntersecting) {
            timers.set(entry.target, setTimeout(note, ON_SCREEN_MS, entry.target));
          }
        });
      },
      { threshold: 0.6 }
    );
    list.querySelectorAll("[data-question]").forEach(function (card) {
      observer.observe(card);
    });
    setInterval(tell, TELL_EVERY_MS);
    window.addEventListener("pagehide", tell);
  }

  // --- The desk: what came since somebody last looked -----------------------------------------
  function markNew(desk) {
    var name = "offsite-desk:" + desk.dataset.deskOf;
    var known = remembered(name);
    var isFirstLook = known.size === 0;
    desk.querySelectorAll("[data-desk]").forEach(function (card) {
      if (!isFirstLook && !known.has(card.dataset.desk)) {
        var mark = document.createElement("span");
        mark.className = "question-new";
        mark.textContent = desk.dataset.new;
        card.querySelector(".question-meta").prepend(mark);
      }
      known.add(card.dataset.desk);
    });
    remember(name, known);
  }

  document.querySelectorAll("[data-fresh][data-seen-url]").forEach(function (list) {
    if (list.dataset.seenUrl && navigator.sendBeacon) watch(list);
  });
  document.querySelectorAll("[data-desk-of]").forEach(markNew);
})();

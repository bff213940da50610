// Live pages: an element with data-live asks its address again and again and changes in place.
// <div id="board" data-live="/autumn/board/live" data-live-seconds="3" data-say="…">
(function () {
  "use strict";

  var LONGEST = 60;
  var PATIENCE = 20000;
  var watched = new Map();
  var pressedIn = null;

  // Seconds until the next look: a fault doubles it each time, chance (0 to 1) spreads phones
  // that woke together by 15 % to either side.
  function delay(seconds, faults, chance) {
    return Math.min(seconds * Math.pow(2, faults), Math.max(LONGEST, seconds)) * (0.85 + 0.3 * chance);
  }

  function stop(id) {
    var state = watched.get(id);
    if (!state) return;
    clearTimeout(state.timer);
    if (state.asking) state.asking.abort();
    watched.delete(id);
    showLine();
  }

  function isLive(element) {
    return Boolean(element && element.dataset.live);
  }

  // --- Asking --------------------------------------------------------------------------------
  function later(id, state) {
    clearTimeout(state.timer);
    if (document.hidden) return;
    state.timer = setTimeout(ask, 1000 * delay(state.seconds, state.faults, Math.random()), id);
  }

  function ask(id) {
    var state = watched.get(id);
    var element = document.getElementById(id);
    if (!state) return;
    if (!isLive(element)) return stop(id);
    if (document.hidden || state.asking) return;
    clearTimeout(state.timer);
    var asking = (state.asking = new AbortController());
    var timeout = setTimeout(function () {
      asking.abort();
    }, PATIENCE);
    var headers = { "HX-Request": "true" };
    if (state.tag) headers["If-None-Match"] = state.tag;
    fetch(element.dataset.live, { headers: headers, cache: "no-store", redirect: "manual", signal: asking.signal })
      .then(function (answer) {
        return take(id, state, answer);
      })
      .catch(function () {
        failed(id, state);
      })
      .finally(function () {
        clearTimeout(timeout);
        state.asking = null;
        if (watched.get(id) === state) later(id, state);
      });
  }

  function take(id, state, answer) {
    var seconds = parseFloat(answer.headers.get("Live-Interval"));
    if (seconds > 0) state.seconds = seconds;
    if (answer.status !== 304 && !answer.ok) return failed(id, state);
    state.faults = 0;
    showLine();
    if (answer.status !== 200) return undefined;
    return answer.text().then(function (html) {
      // Not while the thumb is down on it: the button would slip away from under it.
      return whenReleased(id).then(function () {
        state.tag = answer.headers.get("ETag");
        swap(id, html);
      });
    });
  }

  function failed(id, state) {
    state.faults = Math.min(state.faults + 1, 10);
    showLine();
  }

  function whenReleased(id) {
    return new Promise(function (go) {
      (function look() {
        if (pressedIn && pressedIn.closest("#" + CSS.escape(id))) setTimeout(look, 100);
        else go();
      })();
    });
  }

  // --- Changing in place ---------------------------------------------------------------------
  function isTouched(form) {
    return Array.from(form.elements).some(function (field) {
      if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
      return field.type !== "hidden" && "defaultValue" in field && field.value !== field.defaultValue;
    });
  }

  var KEEP = {
    // What somebody is filling in, or what waits to be sent, is theirs.
    beforeNodeMorphed: function (old) {
      if (old.nodeType !== 1) return true;
      if (old.hasAttribute("data-keep") || old.classList.contains("is-waiting")) return false;
      return !(old.tagName === "FORM" && isTouched(old));
    },
    beforeAttributeUpdated: function (name, node) {
      return !(name === "open" && (node.tagName === "DETAILS" || node.tagName === "DIALOG"));
    },
  };

  // The first thing with a name that can be seen; it shall not move on the screen.
  function anchorOf(element) {
    return Array.from(element.querySelectorAll("[id]")).find(function (one) {
      var box = one.getBoundingClientRect();
      return box.height && box.top >= 0 && box.top < window.innerHeight;
    });
  }

  function inPlace(element, change) {
    var focused = document.activeElement;
    var anchor = element.contains(focused) && focused.id ? focused : anchorOf(element);
    var top = anchor && anchor.getBoundingClientRect().top;
    change();
    var now = anchor && document.getElementById(anchor.id);
    if (!now || window.scrollY === 0) return;
    var moved = now.getBoundingClientRect().top - top;
    if (moved) window.scrollBy({ top: moved, behavior: "instant" });
  }

  function swap(id, html) {
    var element = document.getElementById(id);
    var template = document.createElement("template");
    template.innerHTML = html;
    var fresh = template.content.querySelector("#" + CSS.escape(id));
    if (!element || !fresh) return;
    var said = element.dataset.say;
    inPlace(element, function () {
      window.Idiomorph.morph(element, fresh, { morphStyle: "outerHTML", ignoreActiveValue: true, callbacks: KEEP });
    });
    var now = document.getElementById(id);
    if (window.htmx) window.htmx.process(now);
    if (now.dataset.say && now.dataset.say !== said) tell("offsite:speak", { value: now.dataset.say });
    tell("offsite:changed", { id: id });
  }

  function tell(name, detail) {
    document.dispatchEvent(new CustomEvent(name, { detail: detail }));
  }

  // A fragment that many people get holds nobody's token: the reader's own is added here.
  function addTokens() {
    var token = document.querySelector("meta[name=csrf-token]");
    document.querySelectorAll("input[name=csrf_token][value='']").forEach(function (field) {
      field.value = token.content;
    });
    document.querySelectorAll("input[name=once_key][value='']").forEach(function (field) {
      field.value = window.offsiteQueue.newKey();
    });
  }

  // --- The line ------------------------------------------------------------------------------
  function showLine() {
    var line = document.getElementById("live-line");
    var lost = Array.from(watched.values()).some(function (state) {
      return state.faults > 0;
    });
    if (!line || line.hidden === !lost) return;
    line.hidden = !lost;
    if (lost) tell("offsite:speak", { value: line.textContent.trim() });
  }

  // --- When ----------------------------------------------------------------------------------
  function look() {
    document.querySelectorAll("[data-live]").forEach(function (element) {
      if (!element.id || watched.has(element.id) || !isLive(element)) return;
      var state = { tag: "", faults: 0, seconds: parseFloat(element.dataset.liveSeconds) || 15, timer: 0, asking: null };
      watched.set(element.id, state);
      later(element.id, state);
    });
    watched.forEach(function (state, id) {
      if (!isLive(document.getElementById(id))) stop(id);
    });
    addTokens();
  }

  function wake() {
    if (document.hidden) return;
    watched.forEach(function (state, id) {
      ask(id);
    });
  }

  document.addEventListener("visibilitychange", wake);
  window.addEventListener("pageshow", function (event) {
    if (event.persisted) wake();
  });
  window.addEventListener("online", wake);
  document.addEventListener("offsite:look", wake);
  document.addEventListener("offsite:changed", look);
  document.addEventListener("htmx:afterSettle", look);
  document.addEventListener("pointerdown", function (event) {
    pressedIn = event.target;
  });
  ["pointerup", "pointercancel"].forEach(function (name) {
    document.addEventListener(name, function () {
      // The click, and what it sends, come first.
      setTimeout(function () {
        pressedIn = null;
      }, 300);
    });
  });

  window.offsiteLive = { delay: delay };
  look();
})();

// Nothing is lost by closing the tab: an unfinished answer stays on this device until it is sent.
(function () {
  "use strict";

  var PREFIX = "offsite-poll:";

  function read(name) {
    try {
      return JSON.parse(localStorage.getItem(PREFIX + name) || "null");
    } catch (error) {
      return null;
    }
  }

  function write(name, pairs) {
    try {
      localStorage.setItem(PREFIX + name, JSON.stringify(pairs));
    } catch (error) {
      // A full or forbidden store only means that nothing is kept.
    }
  }


  function pairsOf(form) {
    return Array.from(new FormData(form)).filter(function (pair) {
      return pair[0] !== "csrf_token" && pair[0] !== "once_key" && pair[1] !== "";
    });
  }

  function fill(form, pairs) {
    form.querySelectorAll("input[type=radio], input[type=checkbox]").forEach(function (box) {
      box.checked = pairs.some(function (pair) {
        return pair[0] === box.name && pair[1] === box.value;
      });
    });
    form.querySelectorAll("input[type=text], textarea").forEach(function (field) {
      var found = pairs.find(function (pair) {
        return pair[0] === field.name;
      });
      field.value = found ? found[1] : "";
    });
  }

  // What was sent is no draft any more.
  document.querySelectorAll("div[data-poll-sent]").forEach(function (mark) {
    Object.keys(localStorage)
      .filter(function (key) {
        return key.indexOf(PREFIX + mark.dataset.pollSent + "-") === 0;
      })
      .forEach(function (key) {
        localStorage.removeItem(key);
      });
  });

  // A radio button can be taken back: nothing is obligatory.
  document.querySelectorAll(".poll-form .segment-input").forEach(function (radio) {
    radio.addEventListener("pointerdown", function () {
      radio.dataset.was = radio.checked ? "1" : "";
    });
    radio.addEventListener("click", function () {
      if (radio.dataset.was !== "1") return;
      radio.dataset.was = "";
      radio.checked = false;
      radio.dispatchEvent(new Event("input", { bubbles: true }));
    });
  });

  document.querySelectorAll("form[data-poll-draft]").forEach(function (form) {
    var name = form.dataset.pollDraft;
    var status = form.querySelector("[data-poll-status]");
    var kept = read(name);
    if (kept && kept.length) {
      fill(form, kept);
      status.textContent = form.dataset.kept;
    }
    form.addEventListener("input", function () {
      write(name, pairsOf(form));
    });
    window.addEventListener("pagehide", function () {
      var pairs = pairsOf(form);
      if (kept || pairs.length) write(name, pairs);
    });
  });
})();

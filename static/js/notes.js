// Nothing is lost by closing the tab: unsaved notes stay on this device until they are saved.
(function () {
  "use strict";

  var form = document.querySelector("form[data-notes-draft]");
  if (!form) return;
  var key = "offsite-notes:" + form.dataset.notesDraft;
  var body = form.elements.body;
  var seen = form.elements.seen;
  var saved = { body: body.value, seen: seen.value };
  var isConflict = "conflict" in form.dataset;
  var state = form.querySelector("[data-notes-state]");
  var drop = form.querySelector("[data-notes-drop]");

  function read() {
    try {
      return JSON.parse(localStorage.getItem(key) || "null");
    } catch (error) {
      return null;
    }
  }

  function forget() {
    try {
      localStorage.removeItem(key);
    } catch (error) {
      // A forbidden store holds nothing that could be forgotten.
    }
  }

  function keep() {
    if (!isConflict && body.value === saved.body && seen.value === saved.seen) return forget();
    // After a conflict was shown and left, the next save must show it again.
    var written = isConflict ? "0" : seen.value;
    try {
      localStorage.setItem(key, JSON.stringify({ body: body.value, seen: written }));
      state.textContent = form.dataset.waiting;
    } catch (error) {
      // A full or forbidden store only means that nothing is kept.
    }
  }

  // What was just saved, or given up for what somebody else saved, is no draft any more.
  if ("kept" in form.dataset) forget();
  var found = read();
  if (isConflict) {
    keep();
  } else if (found && found.body.trim() !== body.value.trim()) {
    // Saved on what its writer had seen: whoever saved meanwhile is not overwritten.
    body.value = found.body;
    seen.value = found.seen;
    state.textContent = form.dataset.found;
    drop.hidden = false;
  } else {
    forget();
  }

  drop.addEventListener("click", function () {
    forget();
    body.value = saved.body;
    seen.value = saved.seen;
    state.textContent = "";
    drop.hidden = true;
    body.focus();
  });
  form.addEventListener("input", keep);
})();

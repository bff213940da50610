// Notes are kept while they are written: a pause of two seconds saves the draft.
(function () {
  "use strict";

  var PAUSE = 2000;
  var form = document.querySelector("form[data-notes]");
  if (!form) return;
  var state = form.querySelector("[data-notes-state]");
  var timer = 0;
  var busy = false;
  var stopped = false;

  function later() {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(save, PAUSE);
  }

  function save() {
    if (busy) return later();
    busy = true;
    var words = new FormData(form);
    words.set("go", "auto");
    fetch(form.action, { method: "POST", body: words, redirect: "manual" })
      .then(function (answer) {
        if (answer.status === 409) {
          stopped = true;
          state.textContent = form.dataset.conflict;
          return null;
        }
        return answer.ok ? answer.text() : null;
      })
      .then(function (revision) {
        if (!revision) return;
        form.elements.seen.value = revision;
        state.textContent = form.dataset.saved;
      })
      .catch(function () {
        later();
      })
      .finally(function () {
        busy = false;
      });
  }

  form.addEventListener("input", later);
  form.addEventListener("submit", function () {
    stopped = true;
    clearTimeout(timer);
  });
})();

// Fills an empty time zone with the browser's own, if it is one that can be chosen, and says so.
(function () {
  "use strict";

  var field = document.querySelector("input[data-zone]");
  if (!field || field.value || !window.Intl) return;
  var zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  var known = Array.from(document.querySelectorAll("#zones option")).some(function (option) {
    return option.value === zone;
  });
  if (!known) return;
  field.value = zone;
  var note = document.createElement("p");
  note.className = "hint";
  note.setAttribute("role", "status");
  note.textContent = field.dataset.zone;
  field.after(note);
})();

// Clocks of running sessions: they tick by the server's time between two looks, also without
// a network. A press says when it was made, should it be sent late.
(function () {
  "use strict";

  var TICK_MS = 250;
  var page = document.querySelector("[data-run-now]");
  // How far this device's clock is behind the server's.
  var behind = page ? Number(page.dataset.runNow) - Date.now() : 0;
  var told = "";

  function serverNow() {
    return Date.now() + behind;
  }

  function digits(seconds) {
    var rest = seconds % 60;
    return Math.floor(seconds / 60) + ":" + (rest < 10 ? "0" : "") + rest;
  }

  function show(clock) {
    var runs = Boolean(clock.dataset.ends);
    var left = runs ? Number(clock.dataset.ends) - serverNow() : Number(clock.dataset.left);
    var isOver = left < 0;
    var seconds = isOver ? Math.floor(-left / 1000) : Math.ceil(left / 1000);
    put(clock.querySelector("[data-run-digits]"), (isOver ? "+" : "") + digits(seconds));
    put(clock.querySelector("[data-run-word]"), isOver ? clock.dataset.overWord : clock.dataset.leftWord);
    clock.classList.toggle("is-over", isOver);
    clock.classList.toggle("is-near", !isOver && left <= 60000);
    if (runs && isOver && seconds < 2) tell(clock);
  }

  function put(element, text) {
    if (element && element.textContent !== text) element.textContent = text;
  }

  // Said once per phase, at the moment when its time is up.
  function tell(clock) {
    var mark = clock.dataset.ends;
    if (told === mark) return;
    told = mark;
    document.dispatchEvent(new CustomEvent("offsite:speak", { detail: { value: clock.dataset.overSay } }));
  }

  function tick() {
    document.querySelectorAll("[data-run-clock]").forEach(show);
  }

  // Before the queue takes the form: it keeps what stands in the fields.
  window.addEventListener(
    "submit",
    function (event) {
      var field = event.target.querySelector("[name=pressed_at]");
      if (field) field.value = String(Math.round(serverNow()));
    },
    true
  );

  // The screen that shows a clock stays on while it is looked at.
  function stayAwake() {
    if (!document.querySelector("[data-run-awake] [data-ends]") || !navigator.wakeLock) return;
    if (document.hidden) return;
    navigator.wakeLock.request("screen").catch(function () {});
  }

  document.addEventListener("offsite:changed", tick);
  document.addEventListener("visibilitychange", function () {
    tick();
    stayAwake();
  });
  setInterval(tick, TICK_MS);
  tick();
  stayAwake();
})();

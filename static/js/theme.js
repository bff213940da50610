// Runs before the first paint: says that script works, and applies a remembered choice of colours.
(function () {
  "use strict";
  var KEY = "offsite-theme";
  var root = document.documentElement;
  var system = window.matchMedia("(prefers-color-scheme: dark)");

  function remembered() {
    try {
      return localStorage.getItem(KEY) || "auto";
    } catch (refused) {
      return "auto";
    }
  }

  function remember(choice) {
    try {
      localStorage.setItem(KEY, choice);
    } catch (refused) {
      // Private windows may refuse; the choice then lasts for this page.
    }
  }

  function apply(choice) {
    var dark = choice === "dark" || (choice === "auto" && system.matches);
    var sheet = document.getElementById("dark-colours");
    root.dataset.bsTheme = dark ? "dark" : "light";
    root.dataset.themeChoice = choice;
    if (sheet) sheet.media = dark ? "screen" : "not all";
  }

  root.classList.add("js");
  apply(remembered());
  system.addEventListener("change", function () {
    apply(remembered());
  });
  window.offsiteTheme = {
    current: remembered,
    choose: function (choice) {
      remember(choice);
      apply(choice);
    },
  };
})();

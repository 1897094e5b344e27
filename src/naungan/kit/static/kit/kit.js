/* Keyboard and small comforts. Every page works without this file. */
(function () {
  "use strict";
  function typing(target) {
    return /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.isContentEditable;
  }
  function search() {
    return document.querySelector("main input[type=search], main [data-search]");
  }
  function moveRow(step) {
    var links = Array.prototype.slice.call(document.querySelectorAll("table.list tbody tr a:first-of-type"));
    if (!links.length) {
      return;
    }
    var at = links.indexOf(document.activeElement);
    var next = links[Math.min(Math.max(at + step, 0), links.length - 1)];
    next.focus();
  }
  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) {
      return;
    }
    var help = document.getElementById("keyboard-help");
    if (event.key === "/" && search()) {
      event.preventDefault();
      var folded = search().closest("details");
      if (folded) {
        folded.open = true;
      }
      search().focus();
      search().select();
    } else if (event.key === "?" && help) {
      event.preventDefault();
      help.showModal();
    } else if (event.key === "j") {
      moveRow(1);
    } else if (event.key === "k") {
      moveRow(-1);
    }
  });
  document.addEventListener("click", function (event) {
    document.querySelectorAll("details.menu[open]").forEach(function (menu) {
      if (!menu.contains(event.target)) {
        menu.open = false;
      }
    });
    if (event.target.closest("[data-print]")) {
      window.print();
    }
  });
  /* on a telephone the filters stand folded, unless one is in use */
  if (window.matchMedia("(max-width: 767.98px)").matches) {
    document.querySelectorAll("details.filters-panel:not([data-used])").forEach(function (panel) {
      if (!panel.querySelector("[aria-invalid]")) {
        panel.open = false;
      }
    });
  }
  var summary = document.getElementById("error-summary");
  if (summary) {
    summary.focus();
  }
})();

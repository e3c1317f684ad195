// Says that a browser is too old, in words that any of them reads: nothing here is younger than 2009, and a
// test parses it as such. The sentence stands in place of the one that waits for the program; everything
// else of the page stays away then (boot.js).
(function () {
  "use strict";
  // A program that does nothing, with all that the compiler may use: several results, references, filling
  // memory, whole numbers with a sign of eight bits, and those that are cut off from others.
  var program = [
    0, 97, 115, 109, 1, 0, 0, 0, 1, 7, 1, 96, 1, 111, 2, 127, 127, 3, 2, 1, 0, 5, 3, 1, 0, 1, 10, 23, 1, 21, 0, 65, 0,
    65, 0, 65, 0, 252, 11, 0, 65, 0, 192, 67, 0, 0, 0, 0, 252, 0, 11
  ];
  var able = false;
  try {
    able =
      "noModule" in document.createElement("script") &&
      WebAssembly.validate(new Uint8Array(program));
  } catch (none) {
    able = false;
  }
  if (able) return;
  document.documentElement.setAttribute("data-old", "");
  var waiting = document.getElementById("splash").getElementsByTagName("p");
  waiting[0].innerHTML =
    "Ce navigateur est trop ancien pour Éclaireuse, ou il interdit WebAssembly (le mode Isolement d’un iPhone le fait). Il faut un iPhone avec iOS 16, ou Chrome 105, Firefox 121, Safari 16, ou plus récent.";
  waiting[1].firstChild.nodeValue = "Rien n’est effacé\u00a0: ";
  // Nothing is on its way that it would have to be quiet for.
  waiting[1].style.animation = "none";
})();

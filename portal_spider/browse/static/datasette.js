// Names for the controls of Datasette's own forms that have none, for those who hear the page.
const NAMES = {
  'select[name^="_filter_column"]': "Column",
  'select[name^="_filter_op"]': "Comparison",
  'input[name^="_filter_value"]': "Value",
  'select[name^="_sort"]': "Sort by",
  ".CodeMirror textarea": "SQL",
};

window.addEventListener("load", () => {
  for (const [selector, name] of Object.entries(NAMES)) {
    document.querySelectorAll(selector).forEach((control) => control.setAttribute("aria-label", name));
  }
});

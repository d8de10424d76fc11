// Does what a person does with the form, each thing as soon as what it is done to is there.
const [steps, done] = arguments;
const see = (selector) =>
  new Promise((seen) => {
    const look = () => {
      const found = document.querySelector(selector);
      if (found === null) return false;
      watch.disconnect();
      seen(found);
      return true;
    };
    const watch = new MutationObserver(look);
    if (!look()) watch.observe(document, { subtree: true, childList: true, attributes: true });
  });
(async () => {
  for (const [selector, text] of steps) {
    const element = await see(selector);
    if (text === null) element.click();
    else if (text !== undefined) {
      element.focus();
      document.execCommand("insertText", false, text);
    }
  }
})().then(() => done(true), (problem) => done(String(problem)));

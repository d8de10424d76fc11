// Tells the test each step of a report through the device, and stands still until it has answered;
// the moment that the test waits for it never answers. Runs in the page, and in a worker.
(() => {
  const tell = (moment) => {
    const request = new XMLHttpRequest();
    request.open("POST", "/v1/moments/" + moment, false);
    try {
      request.send();
    } catch {
      // The browser is being killed.
    }
  };
  const page = self.document;
  let sending = page === undefined;
  let draws = 0;

  if (page) {
    addEventListener("click", (event) => {
      sending ||= event.target.closest("#send") !== null;
    }, true);
    const told = new MutationObserver(() => {
      if (sending && page.querySelector("main[data-screen=submitted]")) {
        told.disconnect();
        tell("told");
      }
    });
    told.observe(page, { subtree: true, childList: true, attributes: true });
  }

  // Sealing draws fresh randomness for each reader.
  const draw = Crypto.prototype.getRandomValues;
  Crypto.prototype.getRandomValues = function (...given) {
    if (sending && [1, 5, 9].includes(++draws)) tell("draw-" + draws);
    return draw.apply(this, given);
  };

  const of = IDBObjectStore.prototype;
  const watch = (name, work) => {
    const real = of[name];
    of[name] = function (...given) {
      if (this.name !== "envelopes" || !sending) return real.apply(this, given);
      return work.call(this, () => real.apply(this, given));
    };
  };
  watch("put", function (real) {
    tell("before-put");
    const request = real();
    request.addEventListener("success", () => tell("put"));
    this.transaction.addEventListener("complete", () => tell("stored"));
    return request;
  });
  watch("get", function (real) {
    const request = real();
    request.addEventListener("success", () => tell("read"));
    return request;
  });
  watch("delete", function (real) {
    tell("before-delete");
    this.transaction.addEventListener("complete", () => tell("deleted"));
    return real();
  });
})();

// The one Trusted Types policy of the app. It makes no markup and no script out of text, ever: every element is
// created by name, and the only script that may be started by its address is the service worker.
(function () {
  'use strict';

  if (!window.trustedTypes) { return; } // The browser does not enforce them; the content security policy still stands.

  window.trustedTypes.createPolicy('default', {
    createScriptURL: function (address) {
      if (address === '/sw.js') { return address; }
      throw new TypeError('script address refused');
    }
  });
}());

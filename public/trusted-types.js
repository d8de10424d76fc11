// The one Trusted Types policy of the app. It makes no markup and no script out of text, ever: every element is
// created by name, and the only scripts that may be started by their address are the service worker and the
// program that seals and sends.
(function () {
  'use strict';

  if (!window.trustedTypes) { return; } // The browser does not enforce them; the content security policy still stands.

  window.trustedTypes.createPolicy('default', {
    createScriptURL: function (address) {
      if (address === '/sw.js' || /^\/post-[0-9a-f]{16}\.js$/.test(address)) { return address; }
      throw new TypeError('script address refused');
    }
  });
}());

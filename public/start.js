// Says in plain words when the app cannot run here: too old a browser, or a page that came in broken.
// A classic script, so that a browser that knows neither modules nor WebAssembly still runs it.
(function () {
  'use strict';

  function show(id) {
    var boot = document.getElementById('boot');
    if (!boot) { return; } // The app is up: its own messages take over.
    var loading = document.getElementById('boot-loading');
    if (loading) { loading.hidden = true; }
    document.getElementById(id).hidden = false;
  }

  function supported() {
    return typeof WebAssembly === 'object'
      && 'noModule' in document.createElement('script')
      && typeof crypto === 'object' && typeof crypto.subtle === 'object';
  }

  document.addEventListener('DOMContentLoaded', function () {
    if (!supported()) { show('boot-unsupported'); }
  });
  window.addEventListener('unhandledrejection', function () { show('boot-failed'); });
  // Capturing, because a script or style that fails to load does not bubble.
  window.addEventListener('error', function () { show('boot-failed'); }, true);
}());

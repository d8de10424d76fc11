// The one Trusted Types policy of the app, named `default` because the rendering library writes its static
// markup through innerHTML with plain strings. It lets through only markup that can carry no code:
// a short list of elements, a short list of attributes, no handlers, no addresses but those named here.
(function () {
  'use strict';

  if (!window.trustedTypes) { return; } // The browser does not enforce them; the CSP still stands.

  var ELEMENTS = 'a|abbr|article|aside|b|bdi|br|button|circle|dd|details|div|dl|dt|em|fieldset|footer|g|h1|h2|h3|header|hr|img|input|'
    + 'label|legend|li|line|main|nav|ol|option|p|path|polyline|rect|section|select|small|span|strong|summary|svg|template|textarea|ul';
  var NAMES = 'class|id|type|role|lang|dir|for|hidden|disabled|tabindex|value|rows|title|translate|alt|width|height|'
    + 'autocomplete|autocapitalize|autocorrect|spellcheck|inputmode|maxlength|viewBox|fill|stroke|stroke-width|stroke-linecap|'
    + 'stroke-linejoin|d|cx|cy|r|x|y|x1|x2|y1|y2|rx|ry|points|xmlns|focusable|aria-[a-z]+|data-[a-z-]+';
  var ATTRIBUTE = '\\s+(?:'
    + '(?:' + NAMES + ')(?:="[^"<>]*")?'
    + '|href="(?:#[^"<>]*|tel:[0-9+]*)"'
    + '|src="/icons/[a-z0-9-]+\\.svg"'
    + ')';
  var TAG = '<(?:(?:' + ELEMENTS + ')(?:' + ATTRIBUTE + ')*\\s*/?|/(?:' + ELEMENTS + ')\\s*)>';
  var MARKUP = new RegExp('^(?:[^<>]|' + TAG + '|<!-*>|<!--[^<>]*-->)*$');

  window.trustedTypes.createPolicy('default', {
    createHTML: function (markup) {
      if (MARKUP.test(markup)) { return markup; }
      throw new TypeError('markup refused');
    },
    createScriptURL: function (address) {
      if (address === '/sw.js') { return address; }
      throw new TypeError('script address refused');
    }
    // No createScript: text never becomes code.
  });
}());

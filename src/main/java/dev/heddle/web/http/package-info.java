/** A small HTTP/1.1 server that answers GET and HEAD: heads, limits, connections; no pages. */
@NullMarked
package dev.heddle.web.http;

import org.jspecify.annotations.NullMarked;

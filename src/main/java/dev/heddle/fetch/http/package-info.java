/** What the fetcher knows of HTTP/1.1. */
@NullMarked
package dev.heddle.fetch.http;

import org.jspecify.annotations.NullMarked;

/** The fetcher: many URLs from many hosts at once, structured and bounded. */
@NullMarked
package dev.heddle.fetch;

import org.jspecify.annotations.NullMarked;

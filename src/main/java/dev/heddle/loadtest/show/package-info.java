/** A load test's results as text, JSON and a page. */
@NullMarked
package dev.heddle.loadtest.show;

import org.jspecify.annotations.NullMarked;

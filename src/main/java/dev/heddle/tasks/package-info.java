/** Structured concurrency: the one seam over {@code StructuredTaskScope}. */
@NullMarked
package dev.heddle.tasks;

import org.jspecify.annotations.NullMarked;

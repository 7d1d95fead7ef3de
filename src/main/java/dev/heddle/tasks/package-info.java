/** Structured concurrency for the rest: scopes, stopping, kinds of threads, time. */
@NullMarked
package dev.heddle.tasks;

import org.jspecify.annotations.NullMarked;

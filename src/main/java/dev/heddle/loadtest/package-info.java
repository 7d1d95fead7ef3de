/** The load test: servers and generators as processes, round by round, and what they come to. */
@NullMarked
package dev.heddle.loadtest;

import org.jspecify.annotations.NullMarked;

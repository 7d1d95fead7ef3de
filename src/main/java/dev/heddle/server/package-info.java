/**
 * The greeting server: listeners in one scope, a thread a connection, one sweeper for all limits.
 */
@NullMarked
package dev.heddle.server;

import org.jspecify.annotations.NullMarked;

/** The load generator: what to ask, how often, over which connections, and what became of it. */
@NullMarked
package dev.heddle.load;

import org.jspecify.annotations.NullMarked;

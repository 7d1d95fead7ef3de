/** What the server has done, as immutable figures. */
@NullMarked
package dev.heddle.stats;

import org.jspecify.annotations.NullMarked;

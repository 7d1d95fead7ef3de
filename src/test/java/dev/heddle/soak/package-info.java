/** A siege: polite clients beside hostile ones, for as long as one likes; see scripts/soak.sh. */
@NullMarked
package dev.heddle.soak;

import org.jspecify.annotations.NullMarked;

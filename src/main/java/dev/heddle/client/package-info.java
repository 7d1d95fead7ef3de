/** The clients of the greeting server, over TCP and UDP. */
@NullMarked
package dev.heddle.client;

import org.jspecify.annotations.NullMarked;

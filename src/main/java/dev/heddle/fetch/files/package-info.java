/** Where fetched bodies go. */
@NullMarked
package dev.heddle.fetch.files;

import org.jspecify.annotations.NullMarked;

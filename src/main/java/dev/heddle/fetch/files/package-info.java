/** Where fetched bodies go: names, the folder, files that are whole or not there. */
@NullMarked
package dev.heddle.fetch.files;

import org.jspecify.annotations.NullMarked;

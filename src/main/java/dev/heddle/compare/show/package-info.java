/** A comparison as people and programs read it: text, Markdown, JSON, HTML. */
@NullMarked
package dev.heddle.compare.show;

import org.jspecify.annotations.NullMarked;

/** The pages of a server: what a browser, a probe and Prometheus get to see of it. */
@NullMarked
package dev.heddle.web;

import org.jspecify.annotations.NullMarked;

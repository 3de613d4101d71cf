package io.github.batchrunner.sample.web.base;

/**
 * Why a value cannot be taken.
 *
 * @param field {@code <control>.<field>}, or a control that does not exist
 * @param detail what is wrong and what would do, as a sentence for a person
 */
public record FieldProblem(String field, String detail) {}

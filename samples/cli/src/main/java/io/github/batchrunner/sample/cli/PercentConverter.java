package io.github.batchrunner.sample.cli;

import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads percentages such as {@code 20}, {@code 20%} or {@code 2.5%}. */
final class PercentConverter implements ITypeConverter<Double> {

  private static final Pattern PERCENT = Pattern.compile("([0-9]{1,3}(?:[.][0-9]{1,6})?) ?%?");

  @Override
  public Double convert(String text) {
    var matcher = PERCENT.matcher(text.strip());
    if (!matcher.matches()) {
      throw new TypeConversionException(
          "\"%s\" is not a percentage such as 20%% or 2.5".formatted(text));
    }
    return Double.valueOf(matcher.group(1));
  }
}

package io.github.batchrunner.sample.web.page;

import io.github.batchrunner.sample.web.batch.NoSuchBatchException;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.servlet.ModelAndView;

/** Shows a page for what is not there. */
@ControllerAdvice(basePackageClasses = PageProblems.class)
final class PageProblems {

  @ExceptionHandler(NoSuchBatchException.class)
  ModelAndView absent(NoSuchBatchException e) {
    return new ModelAndView("error", HttpStatus.NOT_FOUND)
        .addObject("title", "There is no such batch")
        .addObject("sentence", e.getMessage());
  }
}

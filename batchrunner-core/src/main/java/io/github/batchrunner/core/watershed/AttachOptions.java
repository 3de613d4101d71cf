package io.github.batchrunner.core.watershed;

import io.github.batchrunner.core.InvalidInputException;

/** How an upload is attached to a batch; immutable. */
public final class AttachOptions {

  /** The size of an upload at most unless another one is set: 30 MiB, as in WEPPcloud. */
  public static final long DEFAULT_MAX_BYTES = 30L << 20;

  private static final AttachOptions DEFAULTS = builder().build();

  private final long maxBytes;
  private final String originalName;
  private final String contentType;
  private final String uploadedBy;
  private final LoadOptions loading;

  private AttachOptions(Builder builder) {
    this.maxBytes = builder.maxBytes;
    this.originalName = builder.originalName;
    this.contentType = builder.contentType;
    this.uploadedBy = builder.uploadedBy;
    this.loading = builder.loading;
  }

  /** Returns the defaults. */
  public static AttachOptions defaults() {
    return DEFAULTS;
  }

  /** Returns a builder that starts from the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns the bytes of the upload at most. */
  public long maxBytes() {
    return maxBytes;
  }

  /** Returns what the uploader calls the file; empty for the name the upload has here. */
  public String originalName() {
    return originalName;
  }

  /** Returns the media type. */
  public String contentType() {
    return contentType;
  }

  /** Returns who uploads; empty if that is not known. */
  public String uploadedBy() {
    return uploadedBy;
  }

  /** Returns how the upload is read. */
  public LoadOptions loading() {
    return loading;
  }

  /**
   * Collects options.
   *
   * <p>Defaults: 30 MiB at most; the upload's own file name; media type {@code
   * application/geo+json}; uploaded by nobody in particular; geometries are checked for validity.
   */
  public static final class Builder {

    private long maxBytes = DEFAULT_MAX_BYTES;
    private String originalName = "";
    private String contentType = "application/geo+json";
    private String uploadedBy = "";
    private LoadOptions loading = LoadOptions.builder().checkValidity(true).build();

    private Builder() {}

    /** Sets the bytes of the upload at most; raise it for batches of many thousand watersheds. */
    public Builder maxBytes(long bytes) {
      if (bytes < 1) {
        throw new InvalidInputException(
            "The size limit \"" + bytes + "\" is out of range; give a number of bytes above 0.");
      }
      this.maxBytes = bytes;
      return this;
    }

    /**
     * Sets what the uploader calls the file, if the upload has been stored under another name. It
     * is kept as data; the name under {@code resources/} is made from it but never contains a
     * directory.
     */
    public Builder originalName(String name) {
      this.originalName = name;
      return this;
    }

    /** Sets the media type that the uploader declared; kept as data. */
    public Builder contentType(String type) {
      this.contentType = type;
      return this;
    }

    /** Sets who uploads, such as an e-mail address; kept as data. */
    public Builder uploadedBy(String person) {
      this.uploadedBy = person;
      return this;
    }

    /** Sets how the upload is read. */
    public Builder loading(LoadOptions options) {
      this.loading = options;
      return this;
    }

    /** Returns the options. */
    public AttachOptions build() {
      return new AttachOptions(this);
    }
  }
}

class WatershedFeature:
    """One feature with its run id; jobs carry it pickled."""

    def __init__(self, runid, index, feature):
        self.runid = runid
        self.index = index
        self.feature = feature

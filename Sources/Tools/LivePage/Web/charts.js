// Numbers over time.

const ChartsView = {
  make() {},
  takes() { return false; },
  toggle() {},
};

// The minimum that a Swift program can do: the baseline for the start time of ours.
print("one line")

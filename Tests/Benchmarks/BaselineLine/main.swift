// The least that a Swift program can do: the baseline for the start of ours.
print("one line")

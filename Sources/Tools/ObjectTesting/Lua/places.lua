-- Finds out where in the test's own files something happens. The sandbox has no `debug`; `error` with a level adds the
-- same place to its message (Lua 5.3 manual §6.1, `error`).

local DEEPEST = 60
local OURS = "^xlwm2m/"

local places = {
  -- The chunk name of the test file that runs; set by the runner.
  test_file = nil,
}

-- File and line of a call level, 1 being the function that called this one; nil for a level that is not Lua.
function places.at(level)
  local _, text = pcall(error, "", level + 2)
  local file, line = text:match("^(.*):(%d+): $")
  if file then
    return file, math.tointeger(line)
  end
end

-- All levels outside of the framework, innermost first: { { file =, line = }, ... }.
function places.stack()
  local found = {}
  for level = 2, DEEPEST do
    local file, line = places.at(level)
    if file and not file:find(OURS) then
      found[#found + 1] = { file = file, line = line }
    end
  end
  return found
end

-- The innermost place in the test file itself, else the innermost one in any file of the test's.
function places.innermost(stack)
  for _, place in ipairs(stack) do
    if place.file == places.test_file then
      return place
    end
  end
  return stack[1]
end

return places

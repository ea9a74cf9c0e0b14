-- Whether two values have the same content, and where they differ. The cost is that of the tables seen, however often
-- they are shared and wherever cycles lead: tables that were once compared count as one from then on (Hopcroft and Karp
-- 1971, the equivalence of automata). No call goes deeper than one level.

local MOST_PAIRS = 20000 -- of tables that a search for differences looks at
local MOST_KEYS = 40 -- that say where a place is, the last ones

local compare = {}

-- Tables with `__eq` of one metatable decide themselves.
local function decides_itself(a, b)
  local meta = getmetatable(a)
  return type(meta) == "table" and meta.__eq and getmetatable(b) == meta
end

local function are_tables(a, b)
  return type(a) == "table" and type(b) == "table" and not decides_itself(a, b)
end

-- The table that stands for all that count as the same.
local function leader(leaders, value)
  local found = value
  while leaders[found] do
    found = leaders[found]
  end
  while value ~= found do
    local above = leaders[value]
    leaders[value] = found
    value = above
  end
  return found
end

function compare.same(a, b)
  if rawequal(a, b) then
    return true
  elseif not are_tables(a, b) then
    return a == b
  end
  local leaders, waiting, count = { [a] = b }, { a, b }, 2
  while count > 0 do
    local first, second = waiting[count - 1], waiting[count]
    count = count - 2
    for key, value in next, first do
      local other = rawget(second, key)
      if rawequal(value, other) then -- the same without a look inside
      elseif not are_tables(value, other) then
        if value ~= other then
          return false
        end
      else
        local one, another = leader(leaders, value), leader(leaders, other)
        if one ~= another then
          leaders[one] = another
          waiting[count + 1], waiting[count + 2] = value, other
          count = count + 2
        end
      end
    end
    for key in next, second do
      if rawget(first, key) == nil then
        return false
      end
    end
  end
  return true
end

-- The first places where two tables differ: { { keys = { ... }, expected =, actual = }, ... }, at most so many, and
-- whether there may be more. A table that stands in several places beside the same one is looked at in the first.
function compare.differences(expected, actual, most)
  local found, seen = {}, {}
  local waiting = { { expected = expected, actual = actual } }
  local function visit(step, key, one, other)
    if rawequal(one, other) or not are_tables(one, other) and one == other then
      return
    end
    local place = { from = step, key = key, expected = one, actual = other }
    if not are_tables(one, other) then
      found[#found + 1] = place
      return
    end
    if seen[one] ~= other then
      seen[one] = seen[one] or other
      waiting[#waiting + 1] = place
    end
  end
  local index = 1
  while waiting[index] and #found <= most and #waiting < MOST_PAIRS do
    local step = waiting[index]
    waiting[index] = false
    index = index + 1
    for key, value in next, step.expected do
      visit(step, key, value, rawget(step.actual, key))
    end
    for key, value in next, step.actual do
      if rawget(step.expected, key) == nil then
        visit(step, key, nil, value)
      end
    end
  end
  local has_more = waiting[index] ~= nil or #found > most
  found[most + 1] = nil
  for _, place in ipairs(found) do
    local keys, step = {}, place
    while step.from and #keys < MOST_KEYS do
      table.insert(keys, 1, step.key)
      step = step.from
    end
    place.keys, place.is_deep = keys, step.from ~= nil
  end
  return found, has_more
end

return compare

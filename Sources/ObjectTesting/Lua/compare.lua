-- Whether two values have the same content.

local function same(a, b, seen)
  if rawequal(a, b) then
    return true
  elseif type(a) ~= "table" or type(b) ~= "table" then
    return a == b
  end
  local meta = getmetatable(a)
  if type(meta) == "table" and meta.__eq and getmetatable(b) == meta then
    return a == b
  end
  -- A pair that is being compared further out counts as the same, so that cycles come to an end.
  local partners = seen[a]
  if not partners then
    partners = {}
    seen[a] = partners
  elseif partners[b] then
    return true
  end
  partners[b] = true
  for key, value in next, a do
    if not same(value, rawget(b, key), seen) then
      return false
    end
  end
  for key in next, b do
    if rawget(a, key) == nil then
      return false
    end
  end
  return true
end

return function(a, b)
  return same(a, b, {})
end

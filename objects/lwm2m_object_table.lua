-- The table of Objects that the client serves. `pairs` over it gives the order in which the module lists them, so an
-- Object is entered when its file is loaded and at no other time.

local objects = {}       -- Object id -> name
local registrations = {} -- what was entered since the host last asked: { id, name } each

-- Enters an Object. Its file calls this while it is still being loaded: the functions are not there yet.
function lwm2m_object_tbl_add(id, name)
  objects[id] = name
  registrations[#registrations + 1] = { id, name }
end

-- For the host alone: the table itself, what was entered since the last call, and how to strike an Object out.
return {
  objects = function()
    return objects
  end,
  take_registrations = function()
    local taken = registrations
    registrations = {}
    return taken
  end,
  remove = function(id)
    objects[id] = nil
  end,
}

require "lwm2m_object_table"
require "lwm2m_defs"
require "utils"

object_lamp = {
  objectId = 32000,
  name = "object_lamp",
}
lwm2m_object_tbl_add(32000, "object_lamp")

local object_table = { Name = "Lamp", ObjectId = "32000", instance = {} }
local resource_table = {
  [1] = { Name = "On", Operations = "RW", MultipleInstances = "Single", Mandatory = "Mandatory", Type = "Boolean" },
  [2] = { Name = "Blink", Operations = "E", MultipleInstances = "Single", Mandatory = "Optional", Type = "" },
}

function object_lamp.load(t) object_table = t end
function object_lamp.get_resource_table() return resource_table end
function object_lamp.get_resource_type(res) return resource_table[res].Type end
function object_lamp.get_object_table() return object_table end
function object_lamp.create(inst)
  object_table.instance[inst] = { resource = utils_copy_table(resource_table) }
  return coap.COAP_201_CREATED
end
function object_lamp.delete(inst) return coap.COAP_202_DELETED end
function object_lamp.read(inst, res, dm) return coap.COAP_205_CONTENT, "Boolean", 0 end
function object_lamp.write(inst, res, iface, replace, new, userdata)
  -- WRITE
  return coap.COAP_204_CHANGED
end
function object_lamp.execute(inst, res, buffer, length, userdata) return coap.COAP_204_CHANGED end
function object_lamp.discover(inst, res) return coap.COAP_205_CONTENT end
-- END
return object_lamp

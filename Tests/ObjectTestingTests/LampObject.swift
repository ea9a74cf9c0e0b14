/// An Object in the form of the contract, written for the tests, that keeps to the definition of a lamp.
enum LampObject {
    static let text = """
        require "lwm2m_object_table"
        require "lwm2m_defs"
        require "utils"
        object_lamp = { objectId = 1000, name = "object_lamp" }
        lwm2m_object_tbl_add(object_lamp.objectId, object_lamp.name)
        local object_table = { Name = "Lamp", ObjectId = "1000", LwM2MVersion = "1.0", ObjectVersion = "1.0",
          MultipleInstances = "Multiple", Mandatory = "Optional", instance = {} }
        local resource_table = {
          [0] = { Name = "Level", Operations = "RW", MultipleInstances = "Single", Mandatory = "Mandatory",
            Type = "Integer", Value = 0 },
          [1] = { Name = "State", Operations = "R", MultipleInstances = "Single", Mandatory = "Optional",
            Type = "Boolean", Value = 0 },
          [2] = { Name = "Blink", Operations = "E", MultipleInstances = "Single", Mandatory = "Optional", Type = "" },
          [3] = { Name = "Labels", Operations = "RW", MultipleInstances = "Multiple", Mandatory = "Optional",
            Type = "String", Value = {} },
          [4] = { Name = "Key", Operations = "W", MultipleInstances = "Single", Mandatory = "Optional",
            Type = "Opaque", Value = "" },
        }
        function object_lamp.load(t) object_table = t end
        function object_lamp.get_resource_table() return resource_table end
        function object_lamp.get_resource_type(id) return resource_table[id].Type end
        function object_lamp.get_object_table() return object_table end
        function object_lamp.create(i)
          if object_table.instance[i] then
            return 128 -- exists
          end
          object_table.instance[i] = { resource = utils_copy_table(resource_table) }
          return 65
        end
        function object_lamp.delete(i)
          if not object_table.instance[i] then return 132 end
          object_table.instance[i] = nil
          return 66
        end
        local function find(i, r)
          local instance = object_table.instance[i]
          return instance and instance.resource[r]
        end
        function object_lamp.read(i, r, is_server)
          local resource = find(i, r)
          if not resource then return 132 end -- read
          if is_server and not resource.Operations:find("R") then return 133 end
          -- custom read
          return 69, resource.Type, resource.Value
        end
        function object_lamp.write(i, r, interface, replace, value)
          local resource = find(i, r)
          if not resource then return 132 end
          if interface == lwm2m_interface_type.LWM2M_DM_INTERFACE and not resource.Operations:find("W") then
            return 133
          end
          -- custom write
          if type(value) == "table" then
            if replace then resource.Value = {} end
            for id, one in pairs(value) do resource.Value[id] = one end
          else
            resource.Value = value
          end
          return 68
        end
        function object_lamp.execute(i, r)
          local resource = find(i, r)
          if not resource or resource.Operations ~= "E" then return 132 end
          return 68 -- executed
        end
        function object_lamp.discover(i, r) return find(i, r) and 69 or 132 end
        return object_lamp
        """
}

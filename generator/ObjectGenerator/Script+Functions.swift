import LwM2M

extension Script {
    /// Writes the functions of the Object: what each answers is a contract with the client of the module.
    mutating func emitFunctions() {
        emitAccess()
        emitCreate()
        emitDelete()
        emitRead()
        emitWrite()
        if isExecutable { emitExecute() }
        emitDiscover()
    }

    private mutating func open(_ function: String, _ parameters: String) {
        writer.write("\nfunction ")
        writer.write(name)
        writer.write(".")
        writer.write(function)
        writer.write("(")
        writer.write(parameters)
        writer.write(")\n")
    }

    private mutating func region(_ region: CustomRegion, _ remark: String) {
        writer.write("  -- ")
        writer.write(remark)
        writer.write("\n")
        writer.region(region, custom[region], indent: "  ")
    }

    private mutating func emitAccess() {
        open("load", "t")
        writer.write("  object_table = t\nend\n")
        open("get_resource_table", "")
        writer.write("  return resource_table\nend\n")
        open("get_resource_type", "res")
        writer.write("  return resource_table[res].Type\nend\n")
        open("get_object_table", "")
        writer.write("  return object_table\nend\n")
    }

    private mutating func emitCreate() {
        open("create", "inst")
        writer.write(
            definition.isMultiple
                ? "  if object_table.instance[inst] ~= nil then\n"
                : "  if inst ~= 0 or object_table.instance[inst] ~= nil then\n")
        writer.write(
            """
                return coap.COAP_400_BAD_REQUEST
              end
              object_table.instance[inst] = { resource = utils_copy_table(resource_table) }

            """)
        region(.create, "the instance is there: inst is its id")
        writer.write("  return coap.COAP_201_CREATED\nend\n")
    }

    private mutating func emitDelete() {
        open("delete", "inst")
        writer.write(
            """
              if object_table.instance[inst] == nil then
                return coap.COAP_404_NOT_FOUND
              end

            """)
        region(.delete, "the instance goes after this: inst is its id")
        writer.write("  object_table.instance[inst] = nil\n  return coap.COAP_202_DELETED\nend\n")
    }

    private mutating func emitRead() {
        open("read", "inst, res, dm")
        writer.write(
            """
              local instance = object_table.instance[inst]
              local resource = instance and instance.resource[res]
              if resource == nil then
                return coap.COAP_404_NOT_FOUND, nil, nil
              end
              if dm == true and not string.find(resource.Operations, "R") then
                return coap.COAP_405_METHOD_NOT_ALLOWED, nil, nil
              end
              local value = resource.Value

            """)
        region(.read, "value goes to who asks: set it here to compute it; inst and res say which one")
        writer.write("  return coap.COAP_205_CONTENT, resource.Type, value\nend\n")
    }

    private mutating func emitWrite() {
        open("write", "inst, res, iface, replace, value, userdata")
        writer.write(
            """
              local instance = object_table.instance[inst]
              local resource = instance and instance.resource[res]
              if resource == nil then
                return coap.COAP_404_NOT_FOUND
              end
              local dm = iface == lwm2m_interface_type.LWM2M_DM_INTERFACE
              if dm and not string.find(resource.Operations, "W") then
                return coap.COAP_405_METHOD_NOT_ALLOWED, nil, nil
              end
              if type(value) == "table" then
                if replace == true then
                  resource.Value = {}
                end
                for id, entry in pairs(value) do
                  resource.Value[id] = entry
                end
              else
                resource.Value = value
              end

            """)
        region(.write, "value is stored: inst and res say where, dm whether a server wrote it")
        writer.write("  return coap.COAP_204_CHANGED\nend\n")
    }

    private mutating func emitExecute() {
        open("execute", "inst, res, buffer, length, userdata")
        writer.write(
            """
              if object_table.instance[inst] == nil or executable[res] == nil then
                return coap.COAP_404_NOT_FOUND
              end
              print(executable[res], buffer, length)

            """)
        region(.execute, "do what res stands for: inst is the instance, buffer the argument, length its bytes")
        writer.write("  return coap.COAP_204_CHANGED\nend\n")
    }

    private mutating func emitDiscover() {
        open("discover", "inst, res")
        writer.write(
            """
              local instance = object_table.instance[inst]
              if instance == nil or instance.resource[res] == nil then
                return coap.COAP_404_NOT_FOUND
              end
              return coap.COAP_205_CONTENT
            end

            """)
    }
}

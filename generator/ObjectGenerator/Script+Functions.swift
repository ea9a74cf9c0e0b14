import LwM2M

extension Script {
    /// Writes the functions of the Object: what each returns is a contract with the module's client.
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
        writer.write(
            """
              object_table = t
              for inst, instance in pairs(t.instance or {}) do
                for name, value in pairs(new_instance(inst)) do
                  if instance[name] == nil then
                    instance[name] = value
                  end
                end
              end

            """)
        region(.load, "what was saved is back: object_table.instance has each instance by its id")
        writer.write("end\n")
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
        writer.write("    return coap.COAP_400_BAD_REQUEST\n  end\n")
        region(.beforeCreate, "no instance is made yet: inst is its id; return a code to refuse it")
        writer.write(
            """
              local instance = new_instance(inst)
              instance.resource = utils_copy_table(resource_table)
              object_table.instance[inst] = instance

            """)
        region(.create, "the instance is there: inst is its id")
        writer.write("  return coap.COAP_201_CREATED\nend\n")
    }

    private mutating func emitDelete() {
        open("delete", "inst")
        writer.write(
            """
              local instance = object_table.instance[inst]
              if instance == nil then
                return coap.COAP_404_NOT_FOUND
              end

            """)
        region(.beforeDelete, "nothing is gone yet: inst is the id; return a code to refuse it")
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

            """)
        if options.checksRanges, !allowedValues.isEmpty {
            writer.write(
                """
                  if not is_allowed(res, value) then
                    return coap.COAP_400_BAD_REQUEST
                  end

                """)
        }
        region(
            .beforeWrite,
            "nothing is stored yet: value is the new value, resource.Value the old one; return a code to refuse it")
        writer.write(
            """
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
              local instance = object_table.instance[inst]
              if instance == nil or executable[res] == nil then
                return coap.COAP_404_NOT_FOUND
              end

            """)
        region(.beforeExecute, "nothing is done yet: res says what is asked for; return a code to refuse it")
        writer.write(
            """
              print(executable[res], length)
              -- do what it stands for: buffer is the argument, length its bytes; print(buffer) logs it, if it is no secret

            """)
        emitEachExecutable()
        region(.execute, "what each of them does is done")
        writer.write("  return coap.COAP_204_CHANGED\nend\n")
    }

    /// A region for each executable Resource.
    private mutating func emitEachExecutable() {
        let all = definition.resources.enumerated().filter { $0.element.operations.contains(.execute) }
        // A Lua 5.1 function has at most 60 upvalues, and the code in its regions needs some of them.
        let areNumbers = all.count > 20 && !constants.areInTable
        var word = "if"
        for (index, resource) in all {
            writer.write("  \(word) res == ")
            writer.write(areNumbers ? String(resource.id) : constants.reference(index))
            writer.write(" then")
            if areNumbers { writer.write(" -- \(constants.names[index])") }
            writer.write("\n")
            writer.region(.execute(resource.id), custom[.execute(resource.id)], indent: "    ")
            word = "elseif"
        }
        writer.write("  end\n")
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

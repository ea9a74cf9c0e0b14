import LwM2M

/// When a notification is sent.
enum NotifyVectors {
    static func check(_ vector: Vector, _ expected: VectorField) throws -> [String] {
        switch try vector.input["kind"].text {
        case "pair": return try pair(vector.input, expected)
        case "timeline": return try timeline(vector.input, expected)
        default: throw vector.input["kind"].fault("is not known")
        }
    }

    private static func pair(_ input: VectorField, _ expected: VectorField) throws -> [String] {
        try input.allow("kind", "type", "attributes", "last", "new")
        try expected.allow("notify", "causes")
        let type = try Values.type(input["type"])
        let conditions = NotificationConditions(try AttributeVectors.attributes(input["attributes"]))
        var rule = NotificationRule(sending: try resource(input["last"], as: type), at: 0)
        let causes = rule.store(try resource(input["new"], as: type), under: conditions)
        return Values.compare("notify", !causes.isEmpty, try expected["notify"].flag)
            + Values.compare(
                "the causes", causes.map(\.rawValue).sorted(), try expected["causes"].list.map { try $0.text }.sorted())
    }

    private static func resource(_ field: VectorField, as type: DataType) throws -> Node {
        .resource(Resource(id: 0, value: try Values.value(field, as: type)))
    }

    private struct Timeline {
        let path: Path
        /// The observed Resource under an empty name, or the Resources of the observed Object Instance.
        var content: [String: VectorField]
        let type: DataType?
        var attributes = AttributeStore()
        var isCancelled = false

        init(_ input: VectorField) throws {
            path = try input["path"].path
            if try input["type"].text == "instance" {
                type = nil
                content = Dictionary(uniqueKeysWithValues: try input["initial"].members.map { ($0.name, $0.value) })
            } else {
                type = try Values.type(input["type"])
                content = ["": input["initial"]]
            }
            guard path.depth == (type == nil ? 2 : 3) else { throw input["path"].fault("does not go with the type") }
        }

        /// What is there; a Resource that is `null` is not.
        var node: Node {
            get throws {
                if let type, let value = content[""] { return try NotifyVectors.resource(value, as: type) }
                let resources = try content.filter { !$0.value.isMissing }.map { name, value -> Resource in
                    guard let id = UInt16(name) else { throw value.fault("'\(name)' is no id") }
                    if case .string(let text) = value.tree { return Resource(id: id, value: .string(text)) }
                    return Resource(id: id, value: .integer(try value.whole))
                }
                return .instance(
                    ObjectInstance(id: path.instance ?? 0, resources: resources.sorted { $0.id < $1.id }))
            }
        }

        mutating func apply(_ event: VectorField) throws {
            if !event["cancel"].isMissing {
                try event.allow("t", "cancel")
                isCancelled = try event["cancel"].flag
            } else if !event["level"].isMissing {
                try event.allow("t", "level", "set", "unset")
                let place = try AttributeLevel(event["level"]).place(at: path)
                for (name, value) in try event["set"].membersIfAny {
                    try write("\(name)=\(Threshold(try value.double))", at: place)
                }
                for name in try event["unset"].listIfAny { try write(try name.text, at: place) }
            } else {
                try event.allow("t", "resource", "value")
                let name = try event["resource"].optional { try $0.text } ?? ""
                guard name.isEmpty == (type != nil), type == nil || !event["value"].isMissing,
                    event["value"].tree != .missing
                else { throw event.fault("does not go with what is observed") }
                content[name] = event["value"]
            }
        }

        private mutating func write(_ query: String, at place: Path) throws {
            attributes[1, place] = try attributes[1, place].writing([query], to: Self.anyNumber(place))
        }

        private static func anyNumber(_ place: Path) -> ResourceDefinition? {
            place.resource.map { ResourceDefinition(id: $0, name: "", operations: .read, type: .float) }
        }
    }

    private static func timeline(_ input: VectorField, _ expected: VectorField) throws -> [String] {
        try input.allow("kind", "path", "type", "levels", "defaults", "initial", "events", "until")
        try expected.allow("notifications")
        var line = try Timeline(input)
        for (level, set) in try input["levels"].membersIfAny {
            line.attributes[1, try AttributeLevel(level, set).place(at: line.path)] = try AttributeVectors.attributes(
                set)
        }
        try input["defaults"].allow("pmin", "pmax")
        let defaults = DefaultPeriods(
            minimum: try input["defaults"]["pmin"].optional { try $0.whole },
            maximum: try input["defaults"]["pmax"].optional { try $0.whole })
        var rule = NotificationRule(sending: try line.node, at: 0)
        var sent: [[String]] = []
        var events = try input["events"].list[...]
        for second in 0...(try input["until"].whole) {
            let now = Double(second)
            while let event = events.first, try event["t"].whole == second {
                events.removeFirst()
                try line.apply(event)
                rule.store(try line.node, under: line.attributes.conditions(at: line.path, for: 1, defaults: defaults))
            }
            let conditions = line.attributes.conditions(at: line.path, for: 1, defaults: defaults)
            guard !line.isCancelled, case .send = rule.decision(at: now, under: conditions) else { continue }
            guard let deadline = rule.nextDeadline(under: conditions), deadline <= now else {
                return ["the deadline at \(second) contradicts the decision"]
            }
            rule.send(try line.node, at: now)
            sent.append(["\(now)"] + (line.content[""].map { [shown($0)] } ?? []))
        }
        if let event = events.first { throw event["t"].fault("does not follow in time order until the end") }
        let wanted = try expected["notifications"].list.map { try $0.list.map(shown) }
        return Values.compare("what is sent", sent, wanted)
    }

    /// A number by its value, anything else as it is written.
    private static func shown(_ field: VectorField) -> String {
        (try? field.double).map { "\($0)" } ?? field.tree.shown
    }
}

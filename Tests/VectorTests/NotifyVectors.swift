import LwM2M

/// When a notification is sent.
enum NotifyVectors {
    static func check(_ vector: Vector, _ expected: JSONTree) throws -> [String] {
        try vector.input.allow(
            "kind", "type", "attributes", "last", "new", "path", "levels", "defaults", "initial", "events", "until")
        try expected.allow("notify", "causes", "notifications")
        switch try vector.input["kind"].text {
        case "pair": return try pair(vector.input, expected)
        case "timeline": return try timeline(vector.input, expected)
        default: throw VectorFault("kind \(vector.input["kind"])")
        }
    }

    private static func pair(_ input: JSONTree, _ expected: JSONTree) throws -> [String] {
        let type = try Values.type(input["type"])
        let conditions = NotificationConditions(try AttributeVectors.attributes(input["attributes"]))
        var rule = NotificationRule(sending: try resource(input["last"], as: type), at: 0)
        let causes = rule.store(try resource(input["new"], as: type), under: conditions)
        return Values.compare("notify", JSONTree.flag(!causes.isEmpty), expected["notify"])
            + Values.compare(
                "the causes", causes.map(\.rawValue).sorted(), try expected["causes"].list.map { try $0.text }.sorted())
    }

    private static func resource(_ tree: JSONTree, as type: DataType) throws -> Node {
        .resource(Resource(id: 0, value: try Values.value(tree, as: type)))
    }

    private struct Timeline {
        let path: Path
        var content: [String: JSONTree]
        let type: DataType?
        var attributes = AttributeStore()
        var isCancelled = false

        init(_ input: JSONTree) throws {
            path = try Path(parsing: try input["path"].text)
            if input["type"] == .string("instance") {
                type = nil
                content = Dictionary(uniqueKeysWithValues: try input["initial"].members.map { ($0.name, $0.value) })
            } else {
                type = try Values.type(input["type"])
                content = ["": input["initial"]]
            }
        }

        var node: Node {
            get throws {
                if let type, let value = content[""] { return try NotifyVectors.resource(value, as: type) }
                let resources = try content.sorted { $0.key < $1.key }.map { item -> Resource in
                    if case .string(let text) = item.value {
                        return Resource(id: try Values.id(item.key), value: .string(text))
                    }
                    return Resource(id: try Values.id(item.key), value: .integer(try item.value.whole))
                }
                return .instance(ObjectInstance(id: path.instance ?? 0, resources: resources))
            }
        }

        func place(_ level: String) throws -> Path {
            let ids =
                try ["object": 1, "instance": 2, "resource": 3][level] ?? { throw VectorFault("level \(level)") }()
            var place = path
            while place.depth > ids { place = place.parent }
            return place
        }

        mutating func apply(_ event: JSONTree) throws {
            try event.allow("t", "value", "resource", "level", "set", "unset", "cancel")
            if event["cancel"] == .flag(true) { return isCancelled = true }
            if !event["level"].isMissing {
                let place = try place(try event["level"].text)
                if !event["set"].isMissing {
                    for (name, value) in try event["set"].members {
                        attributes[1, place] = try attributes[1, place].writing(
                            ["\(name)=\(try Threshold(value.double))"], to: Self.anyNumber(place))
                    }
                }
                if !event["unset"].isMissing {
                    attributes[1, place] = try attributes[1, place].writing(
                        try event["unset"].list.map { try $0.text }, to: Self.anyNumber(place))
                }
                return
            }
            guard !event["value"].isMissing else { throw VectorFault("the event \(event) is not known") }
            content[try event["resource"].isMissing ? "" : event["resource"].text] = event["value"]
        }

        private static func anyNumber(_ place: Path) -> ResourceDefinition? {
            place.resource.map { ResourceDefinition(id: $0, name: "", operations: .read, type: .float) }
        }
    }

    private static func timeline(_ input: JSONTree, _ expected: JSONTree) throws -> [String] {
        var line = try Timeline(input)
        for (level, set) in try input["levels"].members {
            line.attributes[1, try line.place(level)] = try AttributeVectors.attributes(set)
        }
        let defaults = DefaultPeriods(
            minimum: try input["defaults"]["pmin"].isMissing ? nil : input["defaults"]["pmin"].whole,
            maximum: try input["defaults"]["pmax"].isMissing ? nil : input["defaults"]["pmax"].whole)
        var rule = NotificationRule(sending: try line.node, at: 0)
        var sent: [[JSONTree]] = []
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
            sent.append([.integer(second)] + (line.type == nil ? [] : [line.content[""] ?? .missing]))
        }
        let wanted = try expected["notifications"].list.map { try $0.list }
        return try normalized(sent) == normalized(wanted) ? [] : ["sent \(sent)"]
    }

    private static func normalized(_ lines: [[JSONTree]]) throws -> [[Double]] {
        try lines.map { try $0.map { try $0.double } }
    }
}

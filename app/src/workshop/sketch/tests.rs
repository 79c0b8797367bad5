use super::*;

fn areas(sketch: &Sketch) -> Vec<[u32; 4]> {
    let things = sketch.now().things.iter();
    things
        .filter_map(|thing| match &thing.shape {
            Shape::Hidden(area) => Some(numbers(*area)),
            _ => None,
        })
        .collect()
}

const fn numbers(area: Area) -> [u32; 4] {
    [area.x, area.y, area.width, area.height]
}

fn arrow(sketch: &Sketch, key: u32) -> [Point; 2] {
    match sketch.thing(key) {
        Some(Shape::Arrow { from, to }) => [*from, *to],
        other => panic!("no arrow but {other:?}"),
    }
}

fn label(sketch: &Sketch, key: u32) -> Label {
    match sketch.thing(key) {
        Some(Shape::Label(label)) => label.clone(),
        other => panic!("no label but {other:?}"),
    }
}

/// Draws nothing, but as large as a text is.
fn letters(_: &str, size: f64) -> Option<(u32, u32, Vec<u8>)> {
    let (columns, rows) = (size as u32, (size * 1.4) as u32);
    Some((columns, rows, vec![0; (columns * rows * 4) as usize]))
}

#[test]
fn a_part_is_what_lies_between_two_corners() {
    let mut sketch = Sketch::new((100, 50));
    assert!(sketch.hide((30.2, 20.9), (10.5, 5.0)).is_some());
    assert_eq!(areas(&sketch), [[10, 5, 21, 16]]);
    assert_eq!(sketch.hide((30.0, 20.0), (31.0, 40.0)), None, "a slip");
    sketch.hide((-20.0, 40.0), (9.0, 400.0));
    assert_eq!(areas(&sketch)[1], [0, 40, 9, 10], "as far as it goes");
}

#[test]
fn every_step_can_be_taken_back_and_again() {
    let mut sketch = Sketch::new((100, 50));
    let key = sketch.hide((10.0, 10.0), (20.0, 30.0)).unwrap();
    sketch.turn();
    sketch.nudge(key, (1, -1), (2, 0));
    let tip = sketch.point((1.0, 1.0), (30.0, 30.0)).unwrap();
    sketch.keep_between((2.0, 2.0), (40.0, 80.0), false);
    let text = sketch.label((20.0, 20.0));
    sketch.write(text, "here", 2.0);
    sketch.write(text, "here!", 2.3);
    sketch.put(
        tip,
        sketch.thing(tip).unwrap().moved((3.0, 3.0), (50, 100)),
        false,
    );
    sketch.put(
        tip,
        sketch.thing(tip).unwrap().moved((3.0, 3.0), (50, 100)),
        true,
    );
    sketch.remove(key);
    let last = sketch.now().clone();
    let mut steps = 0;
    while sketch.can_undo() {
        sketch.undo();
        steps += 1;
    }
    assert_eq!((steps, sketch.is_changed()), (8, false));
    while sketch.can_redo() {
        sketch.redo();
    }
    assert_eq!(sketch.now(), &last);
}

#[test]
fn everything_turns_with_the_picture() {
    let mut sketch = Sketch::new((100, 50));
    sketch.hide((10.0, 5.0), (40.0, 15.0));
    let tip = sketch.point((10.0, 5.0), (40.0, 15.0)).unwrap();
    let text = sketch.label((30.0, 30.0));
    sketch.write(text, "x", 0.5);
    sketch.keep_between((10.0, 5.0), (90.0, 45.0), false);
    sketch.turn();
    assert_eq!(sketch.shown(), (50, 100));
    assert_eq!(areas(&sketch), [[35, 10, 10, 30]]);
    assert_eq!(arrow(&sketch, tip), [(45.0, 10.0), (35.0, 40.0)]);
    assert_eq!(label(&sketch, text).at, (20.0, 30.0));
    assert_eq!(numbers(sketch.kept()), [5, 10, 40, 80]);
    for _ in 0..3 {
        sketch.turn();
    }
    assert_eq!(areas(&sketch), [[10, 5, 30, 10]]);
    assert_eq!(arrow(&sketch, tip), [(10.0, 5.0), (40.0, 15.0)]);
    assert_eq!(numbers(sketch.kept()), [10, 5, 80, 40]);
    assert_eq!(sketch.now().turns, 0);
}

#[test]
fn what_lies_there_stays_in_the_picture() {
    let mut sketch = Sketch::new((1000, 1000));
    let key = sketch.hide((0.0, 0.0), (50.0, 50.0)).unwrap();
    sketch.nudge(key, (-5, -5), (0, 0));
    assert_eq!(areas(&sketch), [[0, 0, 50, 50]]);
    sketch.nudge(key, (1000, 0), (1000, 0));
    assert_eq!(areas(&sketch), [[0, 0, 1000, 50]]);
    let tip = sketch.point((900.0, 900.0), (990.0, 990.0)).unwrap();
    sketch.nudge(tip, (5, 5), (0, 0));
    assert_eq!(arrow(&sketch, tip), [(910.0, 910.0), (1000.0, 1000.0)]);
    let text = sketch.label((5.0, 995.0));
    sketch.write(text, "a long word", 6.0);
    let [left, _, _, bottom] = label(&sketch, text).bounds();
    assert!(left >= -0.001 && bottom <= 1000.001);
    sketch.write(text, &"a long word ".repeat(20), 120.0);
    let [left, _, right, _] = label(&sketch, text).bounds();
    assert!(left >= -0.001 && right <= 1000.001, "{left} {right}");
}

#[test]
fn handles_pull_corners_sides_and_ends() {
    let mut sketch = Sketch::new((200, 100));
    let key = sketch.hide((20.0, 20.0), (60.0, 60.0)).unwrap();
    assert_eq!(
        sketch.hit((61.0, 61.0), 5.0, Some(key)),
        Some(Grip::At(key, (1, 1)))
    );
    assert_eq!(sketch.hit((61.0, 61.0), 5.0, None), None);
    assert_eq!(
        sketch.hit((40.0, 40.0), 50.0, Some(key)),
        Some(Grip::Whole(key)),
        "a thick finger in the middle"
    );
    let pulled = sketch
        .thing(key)
        .unwrap()
        .pulled((-1, -1), (10.5, 70.0), (200, 100));
    assert_eq!(
        pulled,
        Shape::Hidden(Area {
            x: 10,
            y: 56,
            width: 50,
            height: 4
        }),
        "never through itself"
    );
    let tip = sketch.point((100.0, 10.0), (180.0, 90.0)).unwrap();
    assert_eq!(sketch.hit((141.0, 50.0), 4.0, None), Some(Grip::Whole(tip)));
    let shape = sketch.thing(tip).unwrap();
    assert_eq!(
        shape.pulled((1, 1), (300.0, 50.0), (200, 100)),
        Shape::Arrow {
            from: (100.0, 10.0),
            to: (200.0, 50.0)
        }
    );
}

#[test]
fn a_frame_is_pulled_at_its_corners_and_sides_and_moved() {
    let mut sketch = Sketch::new((200, 100));
    assert_eq!(
        sketch.hit_frame((100.0, 50.0), 5.0),
        None,
        "all of it: one draws a new one"
    );
    assert_eq!(sketch.hit_frame((0.0, 0.0), 5.0), Some((-1, -1)));
    let was = sketch.kept();
    sketch.pull_frame(was, (-1, -1), (30.0, 10.0), false);
    sketch.pull_frame(was, (-1, -1), (40.0, 20.0), true);
    assert_eq!(numbers(sketch.kept()), [40, 20, 160, 80]);
    let was = sketch.kept();
    sketch.pull_frame(was, (1, 0), (-50.0, 30.0), false);
    assert_eq!(numbers(sketch.kept()), [40, 20, 110, 80]);
    assert_eq!(sketch.hit_frame((100.0, 50.0), 5.0), Some((0, 0)));
    let was = sketch.kept();
    sketch.pull_frame(was, (0, 0), (-500.0, -5.0), false);
    assert_eq!(numbers(sketch.kept()), [0, 15, 110, 80]);
    sketch.keep_all();
    assert_eq!(sketch.now().crop, None);
    sketch.undo();
    sketch.nudge_frame((0, 0), (-10, 0));
    assert_eq!(numbers(sketch.kept()), [0, 15, 100, 80]);
}

#[test]
fn a_label_that_says_nothing_leaves_no_trace() {
    let mut sketch = Sketch::new((200, 100));
    let text = sketch.label((50.0, 50.0));
    sketch.drop_if_empty(text);
    assert!(!sketch.is_changed() && !sketch.can_undo() && !sketch.can_redo());
    let text = sketch.label((50.0, 50.0));
    sketch.write(text, "x", 0.5);
    sketch.drop_if_empty(text);
    assert!(sketch.is_changed());
    sketch.write(text, "  ", 0.5);
    assert_eq!(sketch.edits((200, 100), letters).stamps, []);
}

#[test]
fn what_was_looked_at_smaller_is_hidden_in_full() {
    let mut sketch = Sketch::new((100, 75));
    sketch.hide((10.0, 10.0), (20.0, 20.0));
    let edits = sketch.edits((333, 250), letters);
    let hidden = edits.hidden[0];
    assert_eq!((hidden.x, hidden.y), (33, 33));
    assert_eq!(
        (hidden.x + hidden.width, hidden.y + hidden.height),
        (67, 67)
    );
}

#[test]
fn arrows_labels_and_frame_are_as_large_in_the_file_as_they_looked() {
    let mut sketch = Sketch::new((400, 300));
    sketch.point((40.0, 30.0), (200.0, 150.0));
    let text = sketch.label((200.0, 150.0));
    sketch.write(text, "Hier", 2.0);
    sketch.keep_between((100.0, 60.0), (300.0, 240.0), false);
    let edits = sketch.edits((4000, 3000), letters);
    assert_eq!(edits.arrows[0].from, (400, 300));
    assert_eq!(edits.arrows[0].to, (2000, 1500));
    assert_eq!(edits.arrows[0].width, 30);
    assert_eq!(edits.crop.map(numbers), Some([1000, 600, 2000, 1800]));
    let [left, top, ..] = label(&sketch, text).bounds();
    let stamp = &edits.stamps[0];
    assert!((f64::from(stamp.area.x) - left * 10.0).abs() <= 0.5);
    assert!((f64::from(stamp.area.y) - top * 10.0).abs() <= 0.5);
    assert_eq!(stamp.columns, (label(&sketch, text).size * 10.0) as u32);
    assert_eq!(stamp.rgba.len(), (stamp.columns * stamp.rows * 4) as usize);
}

#[test]
fn sides_that_were_rounded_are_scaled_each_by_itself() {
    // A tenth of 999 × 333 pixels.
    let mut sketch = Sketch::new((100, 33));
    sketch.turn();
    sketch.hide((0.0, 90.0), (33.0, 100.0));
    let hidden = sketch.edits((999, 333), letters).hidden[0];
    assert_eq!(numbers(hidden), [0, 899, 333, 100]);
}

#[test]
fn many_places_are_hidden_in_one_step_wherever_the_picture_is_turned() {
    let places = [(10, 5, 30, 10), (60, 20, 8, 8)].map(|(x, y, width, height)| Area {
        x,
        y,
        width,
        height,
    });
    for turns in 0..4 {
        let (mut before, mut after) = (Sketch::new((100, 50)), Sketch::new((100, 50)));
        before.hide_all(&places);
        for _ in 0..turns {
            before.turn();
            after.turn();
        }
        after.hide_all(&places);
        assert_eq!(after.now(), before.now(), "{turns} turns");
        after.undo();
        assert!(after.now().things.is_empty(), "one step");
    }
    let mut none = Sketch::new((100, 50));
    none.hide_all(&[]);
    assert!(!none.can_undo());
}

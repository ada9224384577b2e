/** Looks for the API object as SCORM says: up through the parents, then the same from the window that opened us. */
export const findApi = (name) =>
  searchUp(window, name) ?? (window.opener ? searchUp(window.opener, name) : null);

const DEEPEST = 500;

function searchUp(start, name) {
  let place = start;
  for (let depth = 0; depth < DEEPEST; depth += 1) {
    const api = at(place, name);
    if (api) return api;
    if (place.parent === place) return null;
    place = place.parent;
  }
  return null;
}

/** A window of another site does not let us look. */
function at(place, name) {
  try {
    return place[name] ?? null;
  } catch {
    return null;
  }
}

export const NOT_CONNECTED = 'The course is not connected to a learning system: nothing is recorded.';
export const NOT_SAVED = 'Your progress could not be saved. Close the course and open it again.';

// Working without a network, and taking a new version without harm; loaded once the first screen can be
// used. What of it is lacking is said to the app (`Obstacle::read_all`): lines of a code and its parts.

const tell = (name, detail) => window.dispatchEvent(new CustomEvent(`eclaireuse:${name}`, { detail }));

// Absent in private windows of some browsers, and on plain http.
const workers = navigator.serviceWorker;
let agreed = false;
/** What is lacking of the copy; empty when it is whole. */
let copy = "copying";
let position;

const stores = () => {
  try {
    localStorage.setItem("eclaireuse.probe", "1");
    localStorage.removeItem("eclaireuse.probe");
    return true;
  } catch {
    return false;
  }
};

const report = () => {
  const lacks = [
    window.isSecureContext ? (workers ? copy : "private") : "insecure",
    stores() ? "" : "storage",
    position?.state === "denied" ? "position" : "",
  ];
  tell("checked", lacks.filter(Boolean).join("\n"));
};

/** Asks the worker whether its copy is whole. One of an earlier version does not answer: nothing is claimed. */
function look(worker) {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }) => {
    copy = data;
    report();
  };
  worker.postMessage({ type: "WHOLE" }, [port2]);
}

async function keepForOffline() {
  let controlled = Boolean(workers.controller);
  workers.addEventListener("controllerchange", () => {
    // Only the tab where the person agreed reloads. The others still run the old version
    // in front of the new one's files: they are told again, and choose their moment.
    if (agreed) location.reload();
    else if (controlled) tell("update-ready");
    controlled = true;
  });
  let registration;
  // A file that did not arrive is asked for again while the page is open: she may be in the only place
  // with a network tonight. What a host alters it alters again, and eight megabytes are somebody's money.
  let wait = 10_000;
  let due = false;
  const again = () => {
    if (due) return;
    due = true;
    setTimeout(() => {
      due = false;
      begin();
    }, wait);
    wait = Math.min(2 * wait, 300_000);
  };
  workers.addEventListener("message", ({ data }) => {
    // The copy of before is whole, as long as there is one.
    if (data?.type !== "REFUSED" || registration?.active) return;
    copy = data.lack;
    report();
  });
  workers.startMessages();

  const follow = (worker) => {
    const see = () => {
      if (worker.state === "installed" && registration.active) tell("update-ready");
      if (worker.state === "activated") look(worker);
      if (worker.state === "redundant" && !registration.active) {
        if (copy === "copying") copy = "no_copy";
        report();
        if (/^(missing|no_copy$)/.test(copy)) again();
      }
    };
    worker.addEventListener("statechange", see);
    see();
  };
  async function begin() {
    try {
      registration = await workers.register("sw.js", { updateViaCache: "none" });
    } catch (problem) {
      // The app works as before; it only needs the network to start.
      copy = `no_copy\t${problem.message.replace(/\s+/g, " ")}`;
      again();
      return report();
    }
    registration.addEventListener("updatefound", () => follow(registration.installing));
    for (const worker of [registration.installing, registration.waiting, registration.active]) {
      if (worker) follow(worker);
    }
    report();
  }
  await begin();
}

/** Lets the waiting version take over, then reloads this tab. */
window.addEventListener("eclaireuse:update-agreed", async () => {
  agreed = true;
  const registration = await workers?.getRegistration();
  if (registration?.waiting) registration.waiting.postMessage({ type: "SKIP_WAITING" });
  else location.reload(); // Another tab already agreed.
});

// Looked at again when somebody comes back from the settings; space may be short by then.
document.addEventListener("visibilitychange", () => {
  if (document.hidden) return;
  if (workers?.controller) look(workers.controller);
  else report();
});

navigator.permissions?.query({ name: "geolocation" }).then(
  (status) => {
    position = status;
    status.onchange = report;
    if (status.state === "denied") report();
  },
  () => {}, // It does not say: not refused, as far as the page knows.
);

if (workers) keepForOffline();
else report();

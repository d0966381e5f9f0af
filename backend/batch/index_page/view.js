"use strict";
// An object in 3D: what its view.js says (backend/batch/view.py), drawn by WebGL.

const AZIMUTH = 35, ELEVATION = 25; // degrees, as in thumbnails
const LIGHT = [-0.35, 0.55, 0.75]; // in camera coordinates: right, up, to the viewer

function decoded(vertices, triangles, text) {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const buffer = bytes.buffer;
  const places = Float32Array.from(new Uint16Array(buffer, 0, 3 * vertices), (x) => x / 65535 - 0.5);
  const colors = bytes.subarray(6 * vertices, 9 * vertices);
  const corners = new Uint16Array(buffer.slice(9 * vertices, 9 * vertices + 6 * triangles));
  return { places, colors, corners, normals: normals(places, corners) };
}

// Of vertices, weighted by the areas of their triangles; of points none.
function normals(places, corners) {
  const found = new Float32Array(places.length);
  for (let k = 0; k < corners.length; k += 3) {
    const [a, b, c] = [0, 1, 2].map((j) => 3 * corners[k + j]);
    const u = [0, 1, 2].map((j) => places[b + j] - places[a + j]);
    const v = [0, 1, 2].map((j) => places[c + j] - places[a + j]);
    const across = [u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]];
    for (const corner of [a, b, c]) for (let j = 0; j < 3; j++) found[corner + j] += across[j];
  }
  return found;
}

// Rows: right, up and to the viewer, of a camera that looks at the origin; column by column.
function camera(azimuth, elevation) {
  const [a, e] = [azimuth, elevation].map((angle) => (angle * Math.PI) / 180);
  const right = [Math.cos(a), Math.sin(a), 0];
  const up = [-Math.sin(a) * Math.sin(e), Math.cos(a) * Math.sin(e), Math.cos(e)];
  const back = [Math.sin(a) * Math.cos(e), -Math.cos(a) * Math.cos(e), Math.sin(e)];
  return [0, 1, 2].flatMap((j) => [right[j], up[j], back[j]]);
}

const VERTEX = `
  attribute vec3 place, normal, color;
  uniform mat3 camera;
  uniform float scale, size;
  uniform vec3 light;
  varying vec3 shown;
  void main() {
    vec3 seen = camera * place;
    vec3 turned = camera * normal;
    float bright = 1.0;
    if (turned.z < 0.0) turned = -turned; // both sides are lit
    if (dot(turned, turned) > 0.0) bright = 0.45 + 0.6 * max(dot(normalize(turned), light), 0.0);
    shown = color * bright;
    gl_Position = vec4(seen.xy * scale, -seen.z * 0.5, 1.0);
    gl_PointSize = size * scale;
  }`;
const FRAGMENT = `
  precision mediump float;
  varying vec3 shown;
  uniform bool round;
  void main() {
    if (round && distance(gl_PointCoord, vec2(0.5)) > 0.5) discard;
    gl_FragColor = vec4(shown, 1.0);
  }`;

class Viewer {
  constructor(canvas) {
    this.canvas = canvas;
    this.gl = canvas.getContext("webgl", { antialias: true });
    if (this.gl) this.prepare();
    this.listen();
    this.reset();
  }

  reset() {
    Object.assign(this, { azimuth: AZIMUTH, elevation: ELEVATION, scale: 1.5, turning: true });
    this.before = performance.now();
  }

  prepare() {
    const gl = this.gl;
    const program = gl.createProgram();
    for (const [kind, source] of [[gl.VERTEX_SHADER, VERTEX], [gl.FRAGMENT_SHADER, FRAGMENT]]) {
      const shader = gl.createShader(kind);
      gl.shaderSource(shader, source);
      gl.compileShader(shader);
      gl.attachShader(program, shader);
    }
    gl.linkProgram(program);
    gl.useProgram(program);
    gl.enable(gl.DEPTH_TEST);
    const length = Math.hypot(...LIGHT);
    gl.uniform3fv(gl.getUniformLocation(program, "light"), LIGHT.map((x) => x / length));
    this.program = program;
  }

  show(object) {
    this.object = object;
    this.reset();
    const gl = this.gl;
    if (!gl) return;
    for (const old of this.buffers || []) gl.deleteBuffer(old);
    this.buffers = [0, 1, 2, 3].map(() => gl.createBuffer());
    const attributes = [
      ["place", object.places, gl.FLOAT, false],
      ["normal", object.normals, gl.FLOAT, false],
      ["color", object.colors, gl.UNSIGNED_BYTE, true],
    ];
    for (const [k, [name, values, type, normalized]] of attributes.entries()) {
      gl.bindBuffer(gl.ARRAY_BUFFER, this.buffers[k]);
      gl.bufferData(gl.ARRAY_BUFFER, values, gl.STATIC_DRAW);
      const where = gl.getAttribLocation(this.program, name);
      gl.enableVertexAttribArray(where);
      gl.vertexAttribPointer(where, 3, type, normalized, 0, 0);
    }
    gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, this.buffers[3]);
    gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, object.corners, gl.STATIC_DRAW);
    this.draw();
    if (!this.running) requestAnimationFrame((now) => this.frame(now));
    this.running = true;
  }

  hide() {
    this.object = null;
  }

  frame(now) {
    if (!this.object) {
      this.running = false;
      return;
    }
    if (this.turning) this.azimuth += Math.max(0, now - this.before) * 0.03; // a turn in 12 seconds
    this.before = now;
    this.draw();
    requestAnimationFrame((next) => this.frame(next));
  }

  draw() {
    const { gl, program, object } = this;
    gl.viewport(0, 0, this.canvas.width, this.canvas.height);
    gl.clear(gl.COLOR_BUFFER_BIT | gl.DEPTH_BUFFER_BIT);
    const uniform = (name) => gl.getUniformLocation(program, name);
    gl.uniformMatrix3fv(uniform("camera"), false, camera(this.azimuth, this.elevation));
    gl.uniform1f(uniform("scale"), this.scale);
    gl.uniform1f(uniform("size"), this.canvas.width / 120);
    gl.uniform1i(uniform("round"), object.corners.length ? 0 : 1);
    if (object.corners.length) {
      gl.drawElements(gl.TRIANGLES, object.corners.length, gl.UNSIGNED_SHORT, 0);
    } else {
      gl.drawArrays(gl.POINTS, 0, object.places.length / 3);
    }
    this.canvas.dataset.drawn = object.corners.length / 3 || object.places.length / 3;
  }

  turn(right, up) {
    this.turning = false;
    this.azimuth -= right;
    this.elevation = Math.min(90, Math.max(-90, this.elevation + up));
  }

  listen() {
    const canvas = this.canvas;
    canvas.addEventListener("pointerdown", (event) => canvas.setPointerCapture(event.pointerId));
    canvas.addEventListener("pointermove", (event) => {
      if (event.buttons) this.turn(event.movementX / 2, event.movementY / 2);
    });
    canvas.addEventListener("wheel", (event) => {
      event.preventDefault();
      this.scale = Math.min(12, Math.max(0.4, this.scale * Math.exp(-event.deltaY / 500)));
    }, { passive: false });
    canvas.addEventListener("keydown", (event) => {
      const by = { ArrowLeft: [-10, 0], ArrowRight: [10, 0], ArrowUp: [0, -10], ArrowDown: [0, 10] };
      if (by[event.key]) {
        event.preventDefault();
        this.turn(...by[event.key]);
      }
    });
  }
}
